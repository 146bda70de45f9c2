import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// Something to read; or why this form does not fit, and the way that does.
StepBody {
    id: body

    required property StepModel model

    Column {
        width: parent.width
        spacing: Theme.gap

        Card {
            width: parent.width
            visible: body.model.text !== ""

            Label {
                width: parent.width
                text: body.model.text
            }
        }

        PrimaryButton {
            visible: body.model.exitCode !== ""
            width: parent.width
            text: qsTr("Chuyển sang: %1").arg(body.model.exitName)
            iconAfter: "arrow-right"
            onClicked: body.model.leaveFor(body.model.exitCode)
        }

        Panel {
            visible: body.model.leads
            width: parent.width
            tone: "info"
            text: qsTr("Cần người giúp? Bấm «Gọi hỗ trợ» ở cuối màn hình. Chọn nhầm? Bấm «Quay lại».")
        }
    }
}
