"""The scorecard, the chart and the entry of figures."""
