"""What purchases are told in to other systems: UBL, OCDS, cXML. Pure functions, no database."""
