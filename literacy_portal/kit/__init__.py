"""Small tools that know nothing of the domain: Vietnamese text, days, identifiers, templates."""
