import QtQuick
import Kiosk.Theme
import Kiosk.Controls

GalleryFrame {
    id: page

    actionBar: ActionBar {}

    Label {
        text: "Phía sau"
        role: "question"
    }

    Sheet {
        parent: page
        opened: true
        title: "Cất hồ sơ và về trang đầu?"
        text: "Hồ sơ giữ trong máy này đến 01/12/2026. Mở lại bằng mã K7F3-29QD-4M hoặc thẻ căn cước."
        icon: "archive-tray"

        PrimaryButton {
            width: parent.width
            text: "Làm tiếp"
        }
        QuietButton {
            width: parent.width
            text: "Cất lại – mã K7F3-29QD-4M"
        }
    }
}
