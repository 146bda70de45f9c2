import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// Over everything: nobody has touched the screen, a pause was asked for, or help was called.
Rectangle {
    id: cover

    required property ShellModel shell
    property bool covered: false

    visible: cover.covered || cover.shell.overlay === "called"
    color: Theme.paper
    z: 20
    Accessible.role: Accessible.Dialog
    Accessible.name: cover.covered ? qsTr("Màn hình đang che") : qsTr("Mời người hỗ trợ đến máy này")

    MouseArea {
        anchors.fill: parent
    }

    Column {
        visible: cover.covered
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gap

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: cover.shell.overlay === "paused" ? "pause-circle" : "hourglass"
            size: Theme.icon * 3
            color: Theme.waiting
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: cover.shell.overlay === "paused" ? qsTr("Đang tạm dừng") : qsTr("Còn ai ở đây không?")
            role: "display"
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: cover.shell.code === "" ? qsTr("Sau %1, máy về trang đầu.").arg(cover.shell.countdown) : qsTr("Sau %1, máy cất hồ sơ lại và về trang đầu. Làm tiếp bằng mã tra cứu.").arg(cover.shell.countdown)
            bottomPadding: Theme.gap
        }

        PrimaryButton {
            width: parent.width
            text: qsTr("Tôi vẫn đang làm")
            onClicked: cover.shell.answer("stay")
        }

        QuietButton {
            width: parent.width
            text: qsTr("Tôi là người mới")
            onClicked: cover.shell.answer("leave")
        }
    }

    Column {
        visible: cover.shell.overlay === "called"
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gap

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "hand-waving"
            size: Theme.icon * 4
            color: Theme.lacquer
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Mời người hỗ trợ đến máy này")
            role: "display"
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("%1. Giơ tay để người hỗ trợ dễ thấy. Máy không tự gọi đi được.").arg(cover.shell.helpText)
            bottomPadding: Theme.gap
        }

        PrimaryButton {
            width: parent.width
            text: qsTr("Đã có người giúp")
            onClicked: cover.shell.answer("close")
        }
    }
}
