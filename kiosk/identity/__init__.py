"""Who stands at the kiosk: card number, card QR, machine-readable lines and chip."""
