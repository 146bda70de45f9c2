import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The store does not open: what is safe and where to go; below it, what a technician needs.
Page {
    id: screen

    required property RescueModel model
    readonly property bool cramped: Theme.landscape && Theme.scale > 1.3 // the command tells the rest, too

    Column {
        width: parent.width
        spacing: Theme.landscape ? Theme.gap : Theme.gap * 2

        StateCard {
            width: parent.width
            tone: "waiting"
            icon: "wrench"
            title: screen.model.title
            text: screen.model.text
            strong: screen.model.sending
        }

        Card {
            width: parent.width
            spacing: Theme.landscape ? 8 : Theme.gap

            Label {
                width: parent.width
                text: screen.cramped ? qsTr("Dành cho kỹ thuật viên: %1").arg(screen.model.command) : qsTr("Dành cho kỹ thuật viên")
                role: "label"
                color: Theme.mute
            }

            Label {
                width: parent.width
                text: screen.model.cause
                strong: true
            }

            Label {
                visible: !screen.cramped
                width: parent.width
                text: screen.model.mend
            }

            Label {
                visible: text !== "" && !screen.cramped
                width: parent.width
                text: screen.model.lost
                color: Theme.error
            }

            LabelledText {
                visible: !screen.cramped
                width: parent.width
                label: qsTr("Lệnh xem nguyên nhân")
                text: screen.model.command
            }
        }
    }
}
