import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// A page to open on one's own phone: its code to photograph, and its address in letters.
Item {
    id: page

    required property WalkModel model
    implicitHeight: Math.max(code.height, words.height)

    QrPicture {
        id: code

        size: Theme.landscape ? 220 : 300
        source: page.model.qr
        label: qsTr("Mã để mở trang %1 trên điện thoại").arg(page.model.link)
    }

    Column {
        id: words

        x: code.width + 2 * Theme.gap
        y: Math.max(0, (code.height - height) / 2)
        width: page.width - x
        spacing: 8

        Label {
            width: parent.width
            text: page.model.linkLabel
        }

        Label {
            width: parent.width
            text: page.model.link
            role: "title"
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: page.model.linkUnsure
            role: "label"
            color: Theme.waiting
        }
    }
}
