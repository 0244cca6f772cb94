"""Where things are: datums, the division codes of Qinhuai, its schematic map, place -> grid."""
