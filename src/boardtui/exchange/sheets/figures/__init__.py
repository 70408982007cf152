"""Figures of KPIs in tables: a row for each KPI or for each figure, their parts, their targets, and others’ figures."""
