pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// What stands before every screen: a question, a card, a call for help, the cover.
Item {
    id: overlays

    required property ShellModel shell
    required property CardModel card
    required property PapersModel papers

    readonly property bool covered: shell.overlay === "cover" || shell.overlay === "paused"

    anchors.fill: parent

    Sheet {
        opened: overlays.shell.overlay === "leave"
        icon: "house-line"
        title: qsTr("Cất hồ sơ và về trang đầu?")
        text: qsTr("Các câu đã trả lời được giữ lại 7 ngày. Làm tiếp bằng mã %1.").arg(overlays.shell.code)

        PrimaryButton {
            width: parent.width
            text: qsTr("Làm tiếp")
            onClicked: overlays.shell.answer("stay")
        }

        QuietButton {
            width: parent.width
            text: qsTr("Cất lại – mã %1").arg(overlays.shell.code)
            icon: "archive"
            onClicked: overlays.shell.answer("leave")
        }
    }

    Sheet {
        opened: overlays.shell.overlay === "display"
        icon: "text-aa"
        title: qsTr("Dễ nhìn")

        Label {
            text: qsTr("Cỡ chữ")
            color: Theme.mute
        }

        Row {
            id: sizes

            width: parent.width
            spacing: Theme.gap

            Repeater {
                model: [{ key: "A", text: qsTr("Vừa") }, { key: "A+", text: qsTr("Lớn") }, { key: "A++", text: qsTr("Rất lớn") }]

                SegmentButton {
                    required property var modelData

                    width: (sizes.width - 2 * sizes.spacing) / 3
                    text: modelData.text
                    selected: overlays.shell.textScale === modelData.key
                    onClicked: overlays.shell.display(modelData.key, "")
                }
            }
        }

        Label {
            text: qsTr("Màu")
            color: Theme.mute
        }

        Row {
            id: colours

            width: parent.width
            spacing: Theme.gap

            Repeater {
                model: [{ key: "light", text: qsTr("Sáng") }, { key: "high", text: qsTr("Đậm nét") }, { key: "dark", text: qsTr("Nền tối") }]

                SegmentButton {
                    required property var modelData

                    width: (colours.width - 2 * colours.spacing) / 3
                    text: modelData.text
                    selected: overlays.shell.contrast === modelData.key
                    onClicked: overlays.shell.display("", modelData.key)
                }
            }
        }

        CheckRow {
            width: parent.width
            text: qsTr("Cần thêm thời gian")
            help: qsTr("Máy chờ lâu gấp đôi trước khi che màn hình")
            checked: overlays.shell.patient
            onClicked: overlays.shell.answer("patient")
        }

        PrimaryButton {
            width: parent.width
            text: qsTr("Xong")
            onClicked: overlays.shell.answer("close")
        }
    }

    Sheet {
        opened: overlays.shell.overlay === "help"
        icon: "hand-waving"
        title: qsTr("Cần giúp việc gì?")

        Repeater {
            model: [{ key: "help:read", text: qsTr("Đọc, viết giúp") }, { key: "help:language", text: qsTr("Cần người nói tiếng khác") }, { key: "help:wheelchair", text: qsTr("Xe lăn, khó với tới màn hình") }, { key: "help:machine", text: qsTr("Máy hỏng") }]

            GoldButton {
                required property var modelData

                width: parent?.width ?? 0
                text: modelData.text
                onClicked: overlays.shell.answer(modelData.key)
            }
        }

        QuietButton {
            width: parent.width
            text: qsTr("Không cần nữa")
            onClicked: overlays.shell.answer("close")
        }
    }

    Sheet {
        opened: overlays.shell.overlay === "place_card"
        icon: "identification-card"
        title: qsTr("Đưa thẻ lại gần máy quét")
        text: qsTr("Mặt có mã vuông hướng vào máy quét, cách chừng một gang tay. Máy chỉ đọc chữ trên thẻ, không giữ thẻ.")

        PrimaryButton {
            width: parent.width
            text: qsTr("Không mang thẻ")
            onClicked: overlays.shell.answer("close")
        }
    }

    Sheet {
        opened: overlays.shell.overlay === "card"
        icon: "identification-card"
        title: overlays.card.fault !== "" ? qsTr("Chưa đọc được thẻ") : overlays.card.owner !== "" ? qsTr("Điền vào hồ sơ?") : overlays.shell.inForm ? qsTr("Thẻ này của ai?") : qsTr("Đã đọc thẻ")
        text: overlays.card.fault

        Column {
            visible: overlays.card.fault === ""
            width: parent.width
            spacing: 10

            Repeater {
                model: [overlays.card.name, qsTr("Số định danh: %1").arg(overlays.card.number), qsTr("Ngày sinh: %1").arg(overlays.card.born)]

                Label {
                    required property string modelData
                    required property int index

                    width: parent?.width ?? 0
                    text: modelData
                    strong: index === 0
                }
            }

            Label {
                visible: overlays.card.oldAddress !== "" && !Theme.landscape
                width: parent.width
                text: qsTr("Địa chỉ ghi trên thẻ: %1 (máy không tự điền địa chỉ này)").arg(overlays.card.oldAddress)
                role: "label"
                color: Theme.mute
            }

            Label {
                visible: overlays.card.owner !== ""
                width: parent.width
                text: overlays.card.owner
                color: Theme.lacquer
                strong: true
            }

            Label {
                visible: text !== ""
                width: parent.width
                text: overlays.card.differs
                color: Theme.waiting
            }

            Label {
                visible: !overlays.shell.inForm
                width: parent.width
                text: qsTr("Chọn việc cần làm trước. Đến câu hỏi về giấy tờ, máy sẽ hỏi thẻ này của ai.")
            }
        }

        Repeater {
            model: overlays.card.owner === "" && overlays.card.fault === "" ? overlays.card.owners : null

            GoldButton {
                required property string key
                required text

                width: parent?.width ?? 0
                onClicked: overlays.card.answer(key)
            }
        }

        PrimaryButton {
            visible: overlays.card.owner !== ""
            width: parent.width
            text: qsTr("Đúng, điền vào hồ sơ")
            onClicked: overlays.card.answer("confirm")
        }

        QuietButton {
            visible: overlays.card.owner !== ""
            width: parent.width
            text: qsTr("Chọn lại người")
            onClicked: overlays.card.answer("back")
        }

        QuietButton {
            visible: overlays.card.owner === "" && overlays.card.fault === "" && overlays.shell.inForm
            width: parent.width
            text: qsTr("Cất hồ sơ, bắt đầu người mới")
            onClicked: overlays.card.answer("newcomer")
        }

        QuietButton {
            visible: overlays.card.owner === ""
            width: parent.width
            text: qsTr("Không dùng thẻ này")
            onClicked: overlays.card.answer("close")
        }
    }

    Sheet {
        opened: overlays.papers.large !== "" && overlays.shell.overlay === ""
        title: overlays.papers.note

        Image {
            visible: overlays.papers.largeSource !== ""
            width: parent.width
            height: Theme.landscape ? 400 : 1100
            source: overlays.papers.largeSource
            fillMode: Image.PreserveAspectFit
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Ảnh của trang giấy")
        }

        PrimaryButton {
            width: parent.width
            text: qsTr("Xem xong")
            onClicked: overlays.papers.act("close", "")
        }
    }

    Rectangle {
        anchors.fill: parent
        visible: overlays.covered || overlays.shell.overlay === "called"
        color: Theme.paper
        z: 20
        Accessible.role: Accessible.Dialog
        Accessible.name: overlays.covered ? qsTr("Màn hình đang che") : qsTr("Mời người hỗ trợ đến máy này")

        MouseArea {
            anchors.fill: parent
        }

        Column {
            visible: overlays.covered
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            spacing: Theme.gap

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: overlays.shell.overlay === "paused" ? "pause-circle" : "hourglass"
                size: Theme.icon * 3
                color: Theme.waiting
            }

            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: overlays.shell.overlay === "paused" ? qsTr("Đang tạm dừng") : qsTr("Còn ai ở đây không?")
                role: "display"
            }

            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: overlays.shell.code === "" ? qsTr("Sau %1, máy về trang đầu.").arg(overlays.shell.countdown) : qsTr("Sau %1, máy cất hồ sơ lại và về trang đầu. Làm tiếp bằng mã tra cứu.").arg(overlays.shell.countdown)
                bottomPadding: Theme.gap
            }

            PrimaryButton {
                width: parent.width
                text: qsTr("Tôi vẫn đang làm")
                onClicked: overlays.shell.answer("stay")
            }

            QuietButton {
                width: parent.width
                text: qsTr("Tôi là người mới")
                onClicked: overlays.shell.answer("leave")
            }
        }

        Column {
            visible: overlays.shell.overlay === "called"
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
                text: qsTr("%1. Giơ tay để người hỗ trợ dễ thấy. Máy không tự gọi đi được.").arg(overlays.shell.helpText)
                bottomPadding: Theme.gap
            }

            PrimaryButton {
                width: parent.width
                text: qsTr("Đã có người giúp")
                onClicked: overlays.shell.answer("close")
            }
        }
    }
}
