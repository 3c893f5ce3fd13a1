{{ counted_metrics('whole', []) }}
