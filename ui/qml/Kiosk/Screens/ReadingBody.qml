pragma ComponentBehavior: Bound

import QtQml.Models
import QtQuick
import Kiosk.Controls
import Kiosk.Models

// Something to read; or why this form does not fit, and the way that does.
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
            height: visible ? implicitHeight : 0
            visible: body.model.text !== ""

            Label {
                width: parent.width
                text: body.model.text
            }
        }

        PrimaryButton {
            width: list.rowWidth
            height: visible ? implicitHeight : 0
            visible: body.model.exitCode !== ""
            text: qsTr("Chuyển sang: %1").arg(body.model.exitName)
            iconAfter: "arrow-right"
            onClicked: body.model.leaveFor(body.model.exitCode)
        }

        Panel {
            width: list.rowWidth
            height: visible ? implicitHeight : 0
            visible: body.model.leads
            tone: "info"
            text: qsTr("Cần người giúp? Bấm «Gọi hỗ trợ» ở cuối màn hình. Chọn nhầm? Bấm «Quay lại».")
        }
    }
}
