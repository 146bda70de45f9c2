"""Device drivers that need Qt."""
