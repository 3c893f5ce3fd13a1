with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_marked') }}

),

unnoted as (

    select
        budget_item_id,
        source_document_id,
        table_code,
        work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        global_budget_sector_zh,
        roc_year,
        fiscal_year,
        case when expenditure_type_code = 'total' then 'unsplit' else expenditure_type_code end
            as expenditure_type_code,
        budget_stage_code,
        printed_text,
        unit_zh,
        budget_twd,
        is_sector_merged,
        correction_id,
        source_locator,
        _seed_row_key
    from budget_lines
    where is_of_record and not is_total

),

final as (

    {{ with_notes('unnoted', ['budget.fct_budgets']) }}

)

select * from final
