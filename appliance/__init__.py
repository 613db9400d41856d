"""The probe: capture, who is who, detectors, alerts, sinks, and the commands."""
