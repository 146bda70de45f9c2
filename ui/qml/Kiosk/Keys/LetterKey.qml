import QtQuick

// A letter, shown and typed in the case that ⇧ asks for; or a digit or sign, which has no case.
KeyCap {
    required property string letter

    text: Shift.upper ? letter.toUpperCase() : letter
    key: letter.toUpperCase().charCodeAt(0)
}
