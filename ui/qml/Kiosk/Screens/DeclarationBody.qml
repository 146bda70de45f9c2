pragma ComponentBehavior: Bound

import QtQml.Models
import QtQuick
import Kiosk.Controls
import Kiosk.Models

// The form's official words, and one tap; on a small screen with large text the tap is on the next page.
StepBody {
    id: body

    required property StepModel model

    PagedList {
        id: list

        anchors.fill: parent
        model: blocks
    }

    ObjectModel {
        id: blocks

        Card {
            width: list.rowWidth

            Label {
                width: parent.width
                text: body.model.text
            }
        }

        CheckRow {
            width: list.rowWidth
            text: qsTr("Tôi cam đoan như trên")
            checked: body.model.accepted
            onClicked: body.model.accept()
        }
    }
}
