"""The Textual face: screens that ask and show, and hand every decision to the study."""
