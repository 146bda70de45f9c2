"""Who stands at the kiosk: card number and card QR."""
