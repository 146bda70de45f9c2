import QtQuick
import QtQuick.Layouts
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components

// The 32 characters of a lookup code; no letter here can be taken for another.
KeyboardLayout {
    keyWeight: 100

    KeyRow {
        LetterKey { letter: "1" }
        LetterKey { letter: "2" }
        LetterKey { letter: "3" }
        LetterKey { letter: "4" }
        LetterKey { letter: "5" }
        LetterKey { letter: "6" }
        LetterKey { letter: "7" }
        LetterKey { letter: "8" }
        LetterKey { letter: "9" }
        LetterKey { letter: "0" }
    }

    KeyRow {
        Item { Layout.preferredWidth: 100; Layout.fillWidth: true }
        LetterKey { letter: "A" }
        LetterKey { letter: "B" }
        LetterKey { letter: "C" }
        LetterKey { letter: "D" }
        LetterKey { letter: "E" }
        LetterKey { letter: "F" }
        LetterKey { letter: "G" }
        LetterKey { letter: "H" }
        Item { Layout.preferredWidth: 100; Layout.fillWidth: true }
    }

    KeyRow {
        Item { Layout.preferredWidth: 100; Layout.fillWidth: true }
        LetterKey { letter: "J" }
        LetterKey { letter: "K" }
        LetterKey { letter: "M" }
        LetterKey { letter: "N" }
        LetterKey { letter: "P" }
        LetterKey { letter: "Q" }
        LetterKey { letter: "R" }
        LetterKey { letter: "S" }
        Item { Layout.preferredWidth: 100; Layout.fillWidth: true }
    }

    KeyRow {
        Item { Layout.preferredWidth: 100; Layout.fillWidth: true }
        LetterKey { letter: "T" }
        LetterKey { letter: "V" }
        LetterKey { letter: "W" }
        LetterKey { letter: "X" }
        LetterKey { letter: "Y" }
        LetterKey { letter: "Z" }
        KeyCap {
            tone: "special"
            displayText: qsTr("Xóa")
            key: Qt.Key_Backspace
            weight: 200
        }
        Item { Layout.preferredWidth: 100; Layout.fillWidth: true }
    }

    KeyRow {
        Item { Layout.preferredWidth: 300; Layout.fillWidth: true }
        KeyCap {
            tone: "special"
            displayText: qsTr("Đóng bàn phím")
            noKeyEvent: true
            weight: 400
            onClicked: InputContext.priv.hideInputPanel()
        }
        Item { Layout.preferredWidth: 300; Layout.fillWidth: true }
    }
}
