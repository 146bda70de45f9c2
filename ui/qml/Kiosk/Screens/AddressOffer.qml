import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The address on a card that was read: what it is today where that is certain, asked where it is not, never filled in unseen.
Column {
    id: offer

    required property AddressModel model
    readonly property bool asking: model.offer === "certain" || model.offer === "candidates"

    visible: model.offer !== ""
    spacing: Theme.gap

    Panel {
        width: parent.width
        tone: offer.model.offer === "unknown" ? "plain" : "info"
        icon: "identification-card"
        title: offer.model.offer === "certain" ? offer.model.now : ""
        text: offer.model.offer === "certain" ? offer.model.oldAddress : offer.model.oldAddress + "\n" + offer.model.now
    }

    Grid {
        id: answers

        readonly property real unit: (width - spacing) / 2

        visible: offer.asking
        width: parent.width
        columns: 2
        spacing: Theme.gap

        PrimaryButton {
            width: answers.unit
            text: offer.model.offer === "certain" ? qsTr("Đúng") : qsTr("Chọn một nơi")
            onClicked: offer.model.answerOffer(true)
        }

        QuietButton {
            width: answers.unit
            text: qsTr("Chọn lại")
            onClicked: offer.model.answerOffer(false)
        }
    }
}
