import QtQuick
import Kiosk.Theme
import Kiosk.Controls

GalleryFrame {
    id: page

    Flow {
        width: parent.width
        spacing: Theme.gap

        StateCard {
            width: page.part
            title: "Hồ sơ đang chờ gửi"
            visible: !Theme.landscape || Theme.scale < 1.5
            text: "Đã khóa và cất an toàn trong máy này. Phường CHƯA nhận được. Không cần nộp lại."
            strong: "Đây chưa phải Giấy tiếp nhận hồ sơ."
        }
        Card {
            width: page.part

            Flow {
                width: parent.width
                spacing: Theme.gap
                Column {
                    width: page.part - 2 * (Theme.landscape ? 24 : 40) - (Theme.landscape ? 0 : Theme.gap + code.width)
                    spacing: Theme.gap
                    LabelledText {
                        width: parent.width
                        label: "Mã tra cứu"
                        text: "K7F3-29QD-4M"
                        large: true
                    }
                    LabelledText {
                        width: parent.width
                        label: "Thủ tục"
                        text: "Đăng ký khai sinh"
                    }
                }
                QrPicture {
                    id: code
                    visible: !Theme.landscape || Theme.scale < 1.2
                    label: "Mã để chụp lại"
                }
            }
        }
        NumberedRow {
            width: page.part
            number: 1
            text: "Giữ mã tra cứu: in phiếu hoặc chụp ảnh"
        }
        NumberedRow {
            width: page.part
            number: 2
            text: "Khi nhận kết quả: mang thẻ căn cước, nộp Giấy chứng sinh"
        }
    }
    readonly property real part: Theme.landscape ? (width - Theme.railWidth - 2 * Theme.margin - Theme.gap) / 2 : width - 2 * Theme.margin
    actionBar: ActionBar {
        backText: "Tôi đã ghi mã"
        backIcon: ""
        nextText: "In phiếu tra cứu"
        nextIcon: "printer"
    }
}
