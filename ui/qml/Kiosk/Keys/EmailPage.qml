import QtQuick
import QtQuick.Layouts
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components

// Small letters, digits, and what an e-mail address needs.
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
        LetterKey { letter: "q" }
        LetterKey { letter: "w" }
        LetterKey { letter: "e" }
        LetterKey { letter: "r" }
        LetterKey { letter: "t" }
        LetterKey { letter: "y" }
        LetterKey { letter: "u" }
        LetterKey { letter: "i" }
        LetterKey { letter: "o" }
        LetterKey { letter: "p" }
    }

    KeyRow {
        Item { Layout.preferredWidth: 50; Layout.fillWidth: true }
        LetterKey { letter: "a" }
        LetterKey { letter: "s" }
        LetterKey { letter: "d" }
        LetterKey { letter: "f" }
        LetterKey { letter: "g" }
        LetterKey { letter: "h" }
        LetterKey { letter: "j" }
        LetterKey { letter: "k" }
        LetterKey { letter: "l" }
        Item { Layout.preferredWidth: 50; Layout.fillWidth: true }
    }

    KeyRow {
        LetterKey { letter: "z" }
        LetterKey { letter: "x" }
        LetterKey { letter: "c" }
        LetterKey { letter: "v" }
        LetterKey { letter: "b" }
        LetterKey { letter: "n" }
        LetterKey { letter: "m" }
        LetterKey { letter: "-" }
        LetterKey { letter: "_" }
        KeyCap {
            tone: "special"
            displayText: qsTr("Xóa")
            key: Qt.Key_Backspace
            weight: 100
        }
    }

    KeyRow {
        LetterKey { letter: "@"; weight: 150 }
        LetterKey { letter: "."; weight: 150 }
        KeyCap {
            text: "@gmail.com"
            key: Qt.Key_At
            weight: 400
        }
        KeyCap {
            tone: "special"
            displayText: qsTr("Đóng bàn phím")
            noKeyEvent: true
            weight: 300
            onClicked: InputContext.priv.hideInputPanel()
        }
    }
}
