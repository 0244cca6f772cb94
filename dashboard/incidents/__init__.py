"""What the centre keeps and decides: records, their change log, and the rules that move an incident on."""
