"""From the bus and the change log to every screen: ``hub`` decides, ``server`` speaks, ``relay`` composes."""
