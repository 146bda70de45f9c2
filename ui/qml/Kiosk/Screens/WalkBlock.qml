pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// One block of a step to read.
Loader {
    id: block

    required property string kind
    required property string text
    required property string mark
    required property WalkModel walk

    sourceComponent: {
        switch (kind) {
        case "point": return pointBlock;
        case "link": return linkBlock;
        case "exit": return exitBlock;
        case "help": return helpBlock;
        default: return textBlock;
        }
    }

    Component {
        id: textBlock

        Label {
            width: block.width
            text: block.text
            role: block.kind === "note" ? "label" : "body"
            color: block.kind === "note" ? Theme.waiting : Theme.ink
        }
    }

    Component {
        id: pointBlock

        NumberedRow {
            width: block.width
            number: Number(block.mark)
            text: block.text
        }
    }

    Component {
        id: linkBlock

        WalkPage {
            width: block.width
            model: block.walk
        }
    }

    Component {
        id: exitBlock

        PrimaryButton {
            width: block.width
            text: qsTr("Chuyển sang: %1").arg(block.text)
            iconAfter: "arrow-right"
            onClicked: block.walk.leaveFor(block.walk.exitCode)
        }
    }

    Component {
        id: helpBlock

        Panel {
            width: block.width
            tone: "info"
            text: qsTr("Cần người giúp? Bấm «Gọi hỗ trợ» ở cuối màn hình. Chọn nhầm? Bấm «Quay lại».")
        }
    }
}
