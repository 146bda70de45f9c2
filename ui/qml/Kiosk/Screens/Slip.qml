import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The lookup slip, to be photographed: it names nobody and is no official receipt.
Card {
    id: slip

    required property OutcomeModel model

    padding: Theme.landscape ? 16 : 32
    spacing: 12

    Label {
        width: parent.width
        text: slip.model.heading
        role: "label"
        color: Theme.mute
        strong: true
    }

    Item {
        width: parent.width
        height: Math.max(words.height, code.height)

        Column {
            id: words

            width: parent.width - code.width - Theme.gap
            spacing: Theme.landscape ? 4 : 14

            LabelledText {
                width: parent.width
                label: qsTr("Mã tra cứu")
                text: slip.model.code
                large: true
            }

            LabelledText {
                visible: slip.model.dossierCode !== ""
                width: parent.width
                label: qsTr("Mã hồ sơ")
                whole: true
                text: slip.model.dossierCode
            }

            LabelledText {
                width: parent.width
                label: qsTr("Thủ tục")
                text: Theme.landscape && slip.model.documents !== "" ? slip.model.procedure + " · " + slip.model.documents : slip.model.procedure
            }

            LabelledText {
                visible: slip.model.documents !== "" && !Theme.landscape
                width: parent.width
                label: qsTr("Giấy tờ kèm theo")
                text: slip.model.documents
            }

            Label {
                visible: Theme.scale < 1.3 || !slip.model.justSealed
                width: parent.width
                text: qsTr("Cất trong máy lúc %1").arg(slip.model.sealedAt)
                role: "label"
                color: Theme.mute
            }
        }

        QrPicture {
            id: code

            anchors.right: parent.right
            size: Theme.landscape ? 190 : Theme.scale > 1.3 ? 250 : 280
            source: slip.model.qr
            label: qsTr("Mã để chụp lại")
        }
    }
}
