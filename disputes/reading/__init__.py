"""What the pages of disputes show, ready for the templates."""
