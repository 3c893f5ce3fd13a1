with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

tables_of_record as (

    select * from {{ ref('stg_reference__tables_of_record') }}

),

total_words as (

    select * from {{ ref('stg_reference__total_words') }}

),

landed_batches as (

    select * from {{ ref('stg_landing__batches') }}

),

-- A user's file is its own table of record; whether a row of it is a total is not said by the file.
recorded as (

    select
        budget_lines.*,
        landed_batches.batch_id is not null as is_loaded,
        landed_batches.batch_id is not null
        or tables_of_record.table_code is not null as is_of_record,
        tables_of_record.budget_stage_code
    from budget_lines
    left join tables_of_record
        on
            budget_lines.source_document_id = tables_of_record.source_document_id
            and budget_lines.table_code = tables_of_record.table_code
    left join landed_batches
        on budget_lines.source_document_id = landed_batches.batch_id

),

loaded as (

    select * from recorded
    where is_loaded

),

worded as (

    select
        loaded._seed_row_key,
        max(total_words.level_code) as level_code
    from loaded
    inner join total_words
        on
            lower(replace(replace(loaded.item_name_zh, ' ', ''), '　', ''))
            like '%' || lower(total_words.total_word_zh)
    group by loaded._seed_row_key

),

-- A total by its word, unless the table has nothing else for that year: then it is all there is.
totals_by_word as (

    select distinct
        worded._seed_row_key,
        worded.level_code
    from worded
    inner join loaded
        on worded._seed_row_key = loaded._seed_row_key
    inner join loaded as other_rows
        on
            loaded.source_document_id = other_rows.source_document_id
            and loaded.table_code = other_rows.table_code
            and loaded.roc_year = other_rows.roc_year
    left join worded as other_words
        on other_rows._seed_row_key = other_words._seed_row_key
    where other_words._seed_row_key is null

),

-- 2 is above 2-1 and 2-1-1; of these only the lowest are summed.
numbered_parts as (

    select
        loaded._seed_row_key,
        loaded.budget_twd,
        parts._seed_row_key as part_seed_row_key,
        parts.budget_twd as part_budget_twd
    from loaded
    inner join loaded as parts
        on
            loaded.source_document_id = parts.source_document_id
            and loaded.table_code = parts.table_code
            and loaded.roc_year = parts.roc_year
            and loaded.expenditure_type_code = parts.expenditure_type_code
            and (
                parts.item_no like loaded.item_no || '-%'
                or parts.item_no like loaded.item_no || '.%'
            )

),

numbered_wholes as (

    select distinct _seed_row_key
    from numbered_parts

),

totals_by_number as (

    select numbered_parts._seed_row_key
    from numbered_parts
    left join numbered_wholes
        on numbered_parts.part_seed_row_key = numbered_wholes._seed_row_key
    where numbered_wholes._seed_row_key is null
    group by numbered_parts._seed_row_key, numbered_parts.budget_twd
    having numbered_parts.budget_twd = sum(numbered_parts.part_budget_twd)

),

-- A row without such a word or number is a total where it is the sum of at least three others, of
-- all that are left of its table and type, in each of its years.
left_over as (

    select
        loaded._seed_row_key,
        loaded.budget_item_id,
        loaded.expenditure_type_code,
        loaded.budget_twd,
        sum(loaded.budget_twd) over (
            partition by
                loaded.source_document_id,
                loaded.table_code,
                loaded.roc_year,
                loaded.expenditure_type_code
        ) as year_twd,
        sum(case when loaded.budget_twd > 0 then 1 else 0 end) over (
            partition by
                loaded.source_document_id,
                loaded.table_code,
                loaded.roc_year,
                loaded.expenditure_type_code
        ) as positive_count,
        min(loaded.budget_twd) over (
            partition by
                loaded.source_document_id,
                loaded.table_code,
                loaded.roc_year,
                loaded.expenditure_type_code
        ) as lowest_twd
    from loaded
    left join totals_by_word
        on loaded._seed_row_key = totals_by_word._seed_row_key
    left join totals_by_number
        on loaded._seed_row_key = totals_by_number._seed_row_key
    where totals_by_word._seed_row_key is null and totals_by_number._seed_row_key is null

),

items_of_all_others as (

    select
        budget_item_id,
        expenditure_type_code
    from left_over
    group by budget_item_id, expenditure_type_code
    having
        min(
            case
                when budget_twd * 2 = year_twd and positive_count > 3 and lowest_twd >= 0 then 1
                else 0
            end
        ) = 1

),

totals as (

    select
        _seed_row_key,
        level_code,
        'word' as total_basis_code
    from totals_by_word
    union all
    select
        _seed_row_key,
        'subtotal' as level_code,
        'number' as total_basis_code
    from totals_by_number
    union all
    select
        left_over._seed_row_key,
        'total' as level_code,
        'sum' as total_basis_code
    from left_over
    inner join items_of_all_others
        on
            left_over.budget_item_id = items_of_all_others.budget_item_id
            and left_over.expenditure_type_code = items_of_all_others.expenditure_type_code

),

-- A row may be a total by its word and by its number.
totals_marked as (

    select
        _seed_row_key,
        max(level_code) as level_code,
        max(total_basis_code) as total_basis_code
    from totals
    group by _seed_row_key

),

-- An amount is a total of its types where they stand beside it.
typed as (

    select
        *,
        expenditure_type_code = 'total'
        and max(case when expenditure_type_code = 'total' then 0 else 1 end) over (
            partition by source_document_id, table_code, budget_item_id, roc_year
        ) = 1 as is_type_total
    from recorded

),

final as (

    select
        typed.budget_item_id,
        typed.source_document_id,
        typed.table_code,
        typed.work_item_id,
        typed.aspect_name_zh,
        typed.strategy_name_zh,
        typed.item_no,
        typed.item_name_zh,
        typed.part_no,
        typed.cost_category_zh,
        typed.global_budget_sector_zh,
        coalesce(totals_marked.level_code, typed.level_code) as level_code,
        typed.roc_year,
        typed.fiscal_year,
        typed.expenditure_type_code,
        typed.printed_text,
        typed.unit_zh,
        typed.budget_twd,
        typed.is_total
        or typed.is_type_total
        or totals_marked._seed_row_key is not null as is_total,
        totals_marked.total_basis_code,
        typed.is_of_record,
        typed.budget_stage_code,
        typed.is_sector_merged,
        typed.is_year_shared,
        typed.correction_id,
        typed.source_locator,
        typed.quote_zh,
        typed._seed_row_key
    from typed
    left join totals_marked
        on typed._seed_row_key = totals_marked._seed_row_key

)

select * from final
