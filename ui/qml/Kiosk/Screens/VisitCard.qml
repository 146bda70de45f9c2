import QtQuick
import Kiosk.Controls

// Where a booking stands beside its dossier, or the dossier beside its booking; or the offer of a time at the desk.
Item {
    id: card

    property string tone: "info"
    property string icon
    property string title
    property string text
    property string note
    property string choose

    signal chosen

    visible: title !== ""
    height: visible ? words.implicitHeight : 0

    Panel {
        id: words

        width: card.width
        tone: card.tone
        icon: card.icon
        title: card.title
        text: card.text

        Label {
            visible: text !== ""
            width: parent?.width ?? 0
            text: card.note
            strong: true
        }

        GoldButton {
            visible: text !== ""
            width: parent?.width ?? 0
            text: card.choose
            icon: "calendar-plus"
            iconAfter: "arrow-right"
            onClicked: card.chosen()
        }
    }
}
