import QtQuick

// A key of the tone row: it changes the word being typed.
KeyCap {
    required property string mark

    tone: "mark"
    weight: 97
    key: Qt.Key_Multi_key
    text: mark
    displayText: Shift.upper && (mark === "đ" || mark === "ă") ? mark.toUpperCase() : mark
}
