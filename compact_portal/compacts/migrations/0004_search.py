"""The words of clauses can be searched."""

from django.db import migrations

from compact_portal.compacts.indexing import searchable


class Migration(migrations.Migration):
    dependencies = [("compacts", "0003_approvals_annexes_lineage")]

    operations = [
        searchable("compacts_clause", config="english", tokenizer="porter unicode61 remove_diacritics 2"),
    ]
