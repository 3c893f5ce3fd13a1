{% snapshot budget_execution_history %}

    {{
        config(
            unique_key=[
                'programme_code',
                'item_name_zh',
                'budget_roc_year',
                'execution_roc_year',
                'as_of_date',
            ],
            check_cols=[
                'superseded_date',
                'printed_budget_text',
                'printed_budget_unit_zh',
                'printed_executed_text',
                'printed_executed_unit_zh',
                'printed_rate_text',
                'budget_twd',
                'executed_twd',
                'executed_points',
                'printed_execution_rate',
                'is_total',
                'data_maturity_code',
            ],
        )
    }}

    select
        *,
        coalesce(cohort_roc_year, roc_year) as budget_roc_year,
        roc_year as execution_roc_year
    from {{ ref('fct_budget_execution_states') }}

{% endsnapshot %}
