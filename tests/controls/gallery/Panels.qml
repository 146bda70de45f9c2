import QtQuick
import Kiosk.Theme
import Kiosk.Controls

GalleryFrame {
    id: page

    Grid {
        width: parent.width
        columns: Theme.landscape ? 2 : 1
        spacing: Theme.gap

        Panel {
            width: page.panelWidth
            tone: "info"
            title: "Quá 60 ngày vẫn đăng ký được"
            text: "Lệ phí theo mức của tỉnh, trả tại quầy."
        }
        Panel {
            width: page.panelWidth
            tone: "saved"
            text: "Đã lưu trong máy này, chưa nộp. Giữ đến 01/12."
        }
        Panel {
            width: page.panelWidth
            tone: "waiting"
            text: "Có thể cần xác minh, thêm đến 3 ngày."
        }
        Panel {
            width: page.panelWidth
            tone: "error"
            title: "Cần sửa: Ngày sinh của bé"
            text: "Ngày sinh không thể ở sau hôm nay."
        }
        Panel {
            width: page.panelWidth
            tone: "plum"
            title: "Cần bổ sung: 2 việc"
            text: "Đến ngày 30/11/2026."
        }
        Panel {
            width: page.panelWidth
            tone: "accepted"
            text: "Cán bộ đã tiếp nhận. Hẹn trả 24/11."
        }
        Panel {
            width: page.panelWidth
            tone: "plain"
            text: "Máy vừa khởi động lại."
            icon: "power"
        }
        Card {
            width: page.panelWidth
            Label {
                width: parent.width
                text: "Người đi khai"
                role: "title"
            }
            Row {
                spacing: Theme.gap
                LinkButton {
                    text: "Sửa"
                    icon: "pencil-simple"
                    accessibleName: "Sửa: Người đi khai"
                }
                LinkButton {
                    text: "Nghe đọc lại"
                    icon: "speaker-high"
                }
            }
        }
        TextBox {
            width: page.panelWidth
            label: "Số định danh"
            text: "012302000007"
            hints: "digits"
            masked: true
        }
        TextBox {
            width: page.panelWidth
            label: "Tên bệnh viện"
            placeholder: "Tên cơ sở y tế"
            faulty: true
        }
    }
    readonly property real panelWidth: Theme.landscape ? (width - Theme.railWidth - 2 * Theme.margin - Theme.gap) / 2 : width - 2 * Theme.margin
}
