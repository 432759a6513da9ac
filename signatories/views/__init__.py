"""Pages: organisations and their people, the register of signatories, signing, the signed agreement, the Forum."""
