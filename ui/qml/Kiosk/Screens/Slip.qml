import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The lookup slip, to be photographed: it names nobody and is no official receipt.
Card {
    id: slip

    required property OutcomeModel model
    required property VisitModel visit
    readonly property bool large: Theme.scale > 1.3 && !Theme.landscape // the names stand below the code, not beside it
    readonly property bool merged: (large || Theme.landscape || visit.when !== "") && model.documents !== ""

    padding: Theme.landscape ? 14 : large ? 24 : 32
    spacing: Theme.landscape ? 4 : 12

    Label {
        width: parent.width
        text: slip.model.heading
        role: "label"
        color: Theme.mute
        strong: true
    }

    Item {
        width: parent.width
        height: Math.max(words.y + words.height, code.y + code.height)

        LabelledText {
            id: lookup

            width: parent.width - code.width - Theme.gap
            label: qsTr("Mã tra cứu")
            text: slip.model.code
            large: true
        }

        Column {
            id: words

            y: slip.large ? Math.max(lookup.height, code.height) + 8 : lookup.height + spacing
            width: slip.large ? parent.width : lookup.width
            spacing: Theme.landscape ? 4 : slip.large ? 8 : 14

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
                text: slip.merged ? slip.model.procedure + " · " + slip.model.documents : slip.model.procedure
            }

            LabelledText {
                visible: slip.model.documents !== "" && !slip.merged
                width: parent.width
                label: qsTr("Giấy tờ kèm theo")
                text: slip.model.documents
            }

            LabelledText {
                visible: slip.visit.when !== ""
                width: parent.width
                label: slip.visit.heading
                text: slip.visit.when
            }

            Label {
                visible: slip.visit.when === "" && Theme.scale < 1.3 || !slip.model.justSealed
                width: parent.width
                text: qsTr("Cất trong máy lúc %1").arg(slip.model.sealedAt)
                role: "label"
                color: Theme.mute
            }
        }

        QrPicture {
            id: code

            anchors.right: parent.right
            size: Theme.landscape ? 190 : slip.large ? 220 : 280
            source: slip.model.qr
            label: qsTr("Mã để chụp lại")
        }
    }
}
