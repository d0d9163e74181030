-- Assignments of a delivery that have ended. An assignment is added to the index at its end, not while an order waits for it;
-- assignments_active_delivery has the active ones.
CREATE INDEX assignments_ended ON driver_dispatch.assignments (delivery_id) WHERE released_at IS NOT NULL;
