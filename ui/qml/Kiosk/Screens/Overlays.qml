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
    required property ChipModel chip
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

    SightSheet {
        shell: overlays.shell
    }

    ChipSheet {
        shell: overlays.shell
        chip: overlays.chip
    }

    CardSheet {
        shell: overlays.shell
        card: overlays.card
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
            visible: !overlays.shell.inForm
            width: parent.width
            text: qsTr("Người hỗ trợ: xem hồ sơ chờ gửi")
            icon: "tray"
            onClicked: overlays.shell.answer("queue")
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
        opened: overlays.shell.overlay === "slip_later"
        icon: "qr-code"
        title: qsTr("Đây là phiếu tra cứu")
        text: qsTr("Làm xong việc đang làm, hoặc cất lại rồi về trang đầu; sau đó đưa phiếu lại gần máy quét.")

        PrimaryButton {
            width: parent.width
            text: qsTr("Làm tiếp")
            onClicked: overlays.shell.answer("close")
        }
    }

    Sheet {
        opened: overlays.shell.overlay === "alike"
        icon: "files"
        title: qsTr("Trong máy đã có hồ sơ giống vậy")
        text: overlays.shell.alikeText

        PrimaryButton {
            width: parent.width
            text: qsTr("Xem hồ sơ đó")
            onClicked: overlays.shell.answer("alike:see")
        }

        QuietButton {
            width: parent.width
            text: qsTr("Vẫn làm hồ sơ mới")
            onClicked: overlays.shell.answer("alike:new")
        }
    }

    Sheet {
        opened: overlays.shell.overlay === "no_scanner"
        icon: "identification-card"
        title: qsTr("Máy quét thẻ chưa dùng được")
        text: qsTr("Vẫn làm hồ sơ được: gõ tay những gì ghi trên thẻ khi máy hỏi.")

        PrimaryButton {
            width: parent.width
            text: qsTr("Gõ tay")
            onClicked: overlays.shell.answer("close")
        }

        QuietButton {
            width: parent.width
            text: qsTr("Gọi người hỗ trợ")
            icon: "hand-waving"
            onClicked: overlays.shell.answer("help:machine")
        }
    }

    Sheet {
        opened: overlays.shell.overlay === "read_answers" || overlays.shell.overlay === "read_code"
        icon: "speaker-high"
        title: qsTr("Nghe đọc những gì?")

        PrimaryButton {
            width: parent.width
            text: overlays.shell.overlay === "read_code" ? qsTr("Chỉ đọc lời dặn, không đọc mã") : qsTr("Chỉ đọc câu hỏi và lời dặn")
            onClicked: overlays.shell.answer("read:printed")
        }

        QuietButton {
            width: parent.width
            text: overlays.shell.overlay === "read_code" ? qsTr("Đọc cả mã tra cứu (người khác có thể nghe thấy)") : qsTr("Đọc cả phần đã điền (người khác có thể nghe thấy)")
            onClicked: overlays.shell.answer("read:all")
        }
    }

    Sheet {
        opened: overlays.shell.overlay === "no_voice"
        icon: "speaker-slash"
        title: qsTr("Máy chưa đọc thành tiếng được")
        text: qsTr("Loa hoặc giọng đọc không chạy. Hồ sơ vẫn làm được như thường. Cần người đọc giúp thì gọi hỗ trợ.")

        PrimaryButton {
            width: parent.width
            text: qsTr("Làm tiếp")
            onClicked: overlays.shell.answer("close")
        }

        QuietButton {
            width: parent.width
            text: qsTr("Gọi người hỗ trợ")
            icon: "hand-waving"
            onClicked: overlays.shell.answer("help:read")
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

    Cover {
        anchors.fill: parent
        shell: overlays.shell
        covered: overlays.covered
    }
}
