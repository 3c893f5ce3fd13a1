with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

final as (

    select
        budget_item_id,
        source_document_id,
        table_code,
        cast(null as {{ dbt.type_string() }}) as aspect_name_zh,
        cast(null as {{ dbt.type_string() }}) as strategy_name_zh,
        item_no,
        item_name_zh,
        global_budget_sector_zh,
        level_code,
        is_total,
        roc_year,
        fiscal_year,
        'total' as expenditure_type_code,
        printed_text,
        unit_zh,
        budget_twd,
        is_sector_merged,
        cast(null as {{ dbt.type_string() }}) as correction_id,
        source_locator,
        _seed_row_key
    from budget_lines

)

select * from final
