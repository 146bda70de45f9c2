import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

StepBody {
    id: body

    required property StepModel model

    DateField {
        anchors.fill: parent
        label: body.model.label
        partial: body.model.partial
        day: body.model.day
        month: body.model.month
        year: body.model.year
        tight: body.model.noted && (Theme.landscape || Theme.scale > 1.3)
        faulty: body.model.faulty
        readBack: body.model.readBack
        onEdited: (d, m, y) => body.model.setDate(d, m, y)
    }
}
