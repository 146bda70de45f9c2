import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The form's official words, and one tap.
StepBody {
    id: body

    required property StepModel model

    Column {
        width: parent.width
        spacing: Theme.gap

        Card {
            width: parent.width

            Label {
                width: parent.width
                text: body.model.text
            }
        }

        CheckRow {
            width: parent.width
            text: qsTr("Tôi cam đoan như trên")
            checked: body.model.accepted
            onClicked: body.model.accept()
        }
    }
}
