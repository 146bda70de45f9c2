"""Device drivers that need Qt, and the choice of a driver for each port."""
