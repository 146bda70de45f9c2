import QtQuick

// A screen: what stands in the frame's body, the action bar that belongs to it, if any, and what may be read before it.
Item {
    property Item bar: null
    property Item sheet: null
}
