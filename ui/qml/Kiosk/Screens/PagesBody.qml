pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The pages of a document, as they will be handed in.
StepBody {
    id: body

    required property PapersModel model
    property bool readable: false // there is more to read about this document

    signal reading

    Panel {
        id: trouble

        visible: text !== ""
        width: parent.width
        height: visible ? implicitHeight : 0
        tone: "error"
        text: body.model.trouble
    }

    Row {
        id: ways

        y: trouble.height > 0 ? trouble.height + Theme.gap : 0
        visible: body.model.canAdd && !body.model.choosingFile
        width: parent.width
        spacing: Theme.gap

        readonly property int count: (body.model.camera ? 1 : 0) + (body.model.files ? 1 : 0)

        PrimaryButton {
            visible: body.model.camera
            width: (ways.width - (ways.count - 1) * ways.spacing) / Math.max(1, ways.count)
            text: qsTr("Chụp")
            icon: "camera"
            enabled: !body.model.working
            onClicked: body.model.act("capture", "")
        }

        GoldButton {
            visible: body.model.files
            width: (ways.width - (ways.count - 1) * ways.spacing) / Math.max(1, ways.count)
            text: qsTr("Lấy từ USB")
            icon: "hard-drive"
            enabled: !body.model.working
            onClicked: body.model.act("files", "")
        }
    }

    Item {
        id: told

        y: ways.y + (ways.visible ? ways.height + Theme.gap : 0)
        width: parent.width
        height: Math.max(words.height, read.visible ? read.height : 0)

        Label {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - (read.visible ? read.width + Theme.gap : 0)
            text: body.model.working ? qsTr("Máy đang làm, chờ một chút…") : body.model.countText !== "" ? body.model.countText : Theme.scale > 1.3 ? qsTr("Chưa có trang nào.") : qsTr("Chưa có trang nào. Đặt giấy dưới camera, mặt có chữ lên trên.")
            color: Theme.mute
        }

        LinkButton {
            id: read

            visible: body.readable && !body.model.choosingFile
            anchors.right: parent.right
            text: qsTr("Xem toàn văn")
            icon: "article"
            onClicked: body.reading()
        }
    }

    PagedList {
        id: pages

        visible: !body.model.choosingFile
        y: told.y + told.height + Theme.gap
        width: parent.width
        height: parent.height - y
        model: body.model.pages
        delegate: PageCard {
            width: pages.rowWidth
            onAct: what => body.model.act(what, key)
        }
    }

    Item {
        visible: body.model.choosingFile
        y: told.y + told.height + Theme.gap
        width: parent.width
        height: parent.height - y

        PagedList {
            id: entries

            width: parent.width
            height: parent.height - closer.height - Theme.gap
            model: body.model.entries
            delegate: ListRow {
                required property string key
                required title
                required subtitle

                width: entries.rowWidth
                icon: "file"
                onClicked: body.model.act("take", key)
            }
        }

        QuietButton {
            id: closer

            y: parent.height - height
            width: parent.width
            text: qsTr("Không lấy nữa")
            onClicked: body.model.act("close", "")
        }
    }
}
