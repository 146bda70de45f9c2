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
        LetterKey { letter: "A"; weight: 125 }
        LetterKey { letter: "B"; weight: 125 }
        LetterKey { letter: "C"; weight: 125 }
        LetterKey { letter: "D"; weight: 125 }
        LetterKey { letter: "E"; weight: 125 }
        LetterKey { letter: "F"; weight: 125 }
        LetterKey { letter: "G"; weight: 125 }
        LetterKey { letter: "H"; weight: 125 }
    }

    KeyRow {
        LetterKey { letter: "J"; weight: 125 }
        LetterKey { letter: "K"; weight: 125 }
        LetterKey { letter: "M"; weight: 125 }
        LetterKey { letter: "N"; weight: 125 }
        LetterKey { letter: "P"; weight: 125 }
        LetterKey { letter: "Q"; weight: 125 }
        LetterKey { letter: "R"; weight: 125 }
        LetterKey { letter: "S"; weight: 125 }
    }

    KeyRow {
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
            weight: 150
        }
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
