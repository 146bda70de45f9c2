import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// A date. On a low screen the other answers stand under the cells, for the pad beside them takes the whole height.
StepBody {
    id: body

    required property StepModel model

    implicitHeight: field.implicitHeight

    DateField {
        id: field

        anchors.fill: parent
        label: body.model.label
        partial: body.model.partial
        day: body.model.day
        month: body.model.month
        year: body.model.year
        faulty: body.model.faulty
        readBack: body.model.readBack
        reserved: others.visible ? others.height + Theme.gap : 0
        onEdited: (d, m, y) => body.model.setDate(d, m, y)
    }

    OtherAnswers {
        id: others

        visible: Theme.landscape && body.model.hasMissing
        y: body.height - height
        width: field.answerWidth
        low: true
        model: body.model
    }
}
