import QtQuick
import Kiosk.Theme
import Kiosk.Controls

GalleryFrame {
    id: page

    Column {
        width: parent.width
        spacing: Theme.gap

        QuestionHead {
            width: parent.width
            parts: 6
            part: 1
            title: "Đăng ký khai sinh"
            place: "Phần 1/6: Trường hợp · câu 3/5"
            question: "Cha mẹ của bé đã đăng ký kết hôn chưa?"
            help: Theme.landscape ? "" : "Để ghi đúng phần cha, mẹ. Không ai bị từ chối vì chưa kết hôn."
        }
        ChoiceRow {
            width: parent.width
            text: "Đã đăng ký"
            selected: true
        }
        ChoiceRow {
            width: parent.width
            text: "Chưa"
            help: "Hỏi thêm một câu về việc ghi tên cha"
        }
        CheckRow {
            width: parent.width
            text: "Sinh ở nước ngoài"
            checked: true
        }
        CheckRow {
            width: parent.width
            text: "Nhắn tin khi hồ sơ có kết quả"
            help: "Không bắt buộc, đổi ý lúc nào cũng được"
        }
        Stepper {
            width: parent.width
            visible: !Theme.landscape
            label: "Số bản sao"
            value: 2
        }
        Row {
            visible: !Theme.landscape
            spacing: Theme.gap
            SegmentButton {
                width: 300
                text: "Ngày"
                selected: true
            }
            SegmentButton {
                width: 300
                text: "Tháng"
            }
        }
    }
    actionBar: ActionBar {
        nextEnabled: false
    }
}
