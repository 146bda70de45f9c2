import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components

// Ten large digits.
KeyboardLayout {
    keyWeight: 100

    KeyRow {
        LetterKey { letter: "1" }
        LetterKey { letter: "2" }
        LetterKey { letter: "3" }
    }

    KeyRow {
        LetterKey { letter: "4" }
        LetterKey { letter: "5" }
        LetterKey { letter: "6" }
    }

    KeyRow {
        LetterKey { letter: "7" }
        LetterKey { letter: "8" }
        LetterKey { letter: "9" }
    }

    KeyRow {
        KeyCap {
            tone: "special"
            displayText: qsTr("Đóng bàn phím")
            noKeyEvent: true
            weight: 100
            onClicked: InputContext.priv.hideInputPanel()
        }
        LetterKey { letter: "0" }
        KeyCap {
            tone: "special"
            displayText: qsTr("Xóa")
            key: Qt.Key_Backspace
            weight: 100
        }
    }
}
