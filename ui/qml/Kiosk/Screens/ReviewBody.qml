pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The answers as the paper will have them, and everything that is to be mended, each a tap from its step.
StepBody {
    id: body

    required property StepModel model

    Column {
        id: faults

        width: parent.width
        spacing: 12

        Label {
            visible: list.count > 0 && rows.count > 0
            width: parent.width
            text: qsTr("Cần sửa:")
            color: Theme.error
            strong: true
        }

        Repeater {
            id: rows

            model: body.model.faults

            FaultRow {
                width: faults.width
                onFollowed: key => body.model.follow(key)
            }
        }
    }

    Label {
        id: paper

        visible: !Theme.landscape
        height: visible ? implicitHeight : 0
        y: faults.height > 0 ? faults.height + Theme.gap : 0
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: body.model.title
        role: "title"
        color: Theme.lacquer
    }

    PagedList {
        id: list

        y: paper.y + paper.height + Theme.gap
        width: parent.width
        height: parent.height - y
        spacing: 0
        model: body.model.lines
        delegate: ReviewLine {
            width: list.rowWidth
            onMend: key => body.model.correct(key)
        }
    }
}
