"""行政院107年度施政方針 and the FY107 plans of 33 agencies."""
