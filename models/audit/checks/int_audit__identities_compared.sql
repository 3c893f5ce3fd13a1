with

figures as (

    select * from {{ ref('int_audit__figures_unioned') }}

),

identities as (

    select * from {{ ref('stg_reference__figure_identities') }}

),

identity_terms as (

    select * from {{ ref('stg_reference__figure_identity_terms') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

named_operands as (

    select
        identity_terms.identity_code,
        identity_terms.term_no,
        identity_terms.role_code,
        identity_terms.coefficient,
        identity_terms.factor_row_key,
        coalesce(
            figures.base_value,
            {{ in_base_unit('identity_terms.constant_value', 'units.multiplier') }}
        ) as base_value,
        case when identity_terms.operand_row_key is null then 0 else figures.rounding_value end
            as rounding_value,
        cast(factors.base_value as decimal(15, 4)) as factor_value,
        cast(factors.rounding_value as decimal(15, 6)) as factor_rounding_value,
        case
            when identity_terms.coefficient < 0 then '－'
            when identity_terms.term_no > 1 then '＋'
            else ''
        end
        || case
            when abs(identity_terms.coefficient) != 1
                then {{ decimal_text('abs(identity_terms.coefficient)') }} || '×'
            else ''
        end
        || coalesce(figures.printed_text, identity_terms.constant_text)
        || coalesce(figures.unit_zh, identity_terms.unit_zh)
        || coalesce('×' || factors.printed_text || factors.unit_zh, '') as operand_text
    from identity_terms
    left join figures
        on identity_terms.operand_row_key = figures._seed_row_key
    left join figures as factors
        on identity_terms.factor_row_key = factors._seed_row_key
    left join units
        on identity_terms.unit_zh = units.unit_zh

),

operands as (

    select
        identity_code,
        term_no,
        role_code,
        coefficient,
        case
            when factor_row_key is null then base_value
            else cast(cast(base_value as decimal(23, 8)) * factor_value as decimal(28, 8))
        end as base_value,
        case
            when factor_row_key is null then rounding_value
            else
                cast(
                    cast(rounding_value as decimal(23, 8)) * abs(factor_value)
                    + cast(abs(base_value) as decimal(21, 6)) * factor_rounding_value
                    as decimal(28, 8)
                )
        end as rounding_value,
        operand_text
    from named_operands

),

-- An operand that cannot be read leaves no sum.
sums as (

    select
        identity_code,
        role_code,
        case
            when count(*) = count(base_value)
                then sum({{ in_base_unit('base_value', 'coefficient') }})
        end as base_value,
        sum({{ in_base_unit('rounding_value', 'abs(coefficient)') }}) as rounding_value,
        {{ dbt.listagg('operand_text', "''", 'order by term_no') }} as sum_text,
        count(*) as operand_count
    from operands
    group by identity_code, role_code

),

bracketed as (

    select
        *,
        case when operand_count = 1 then sum_text else '（' || sum_text || '）' end
            as bracketed_text
    from sums

),

evaluated as (

    select
        identities.identity_code,
        identities.check_code,
        identities.relation_code,
        printed.source_document_id,
        printed.source_locator,
        printed.subject_zh,
        printed.printed_text,
        printed.multiplier,
        printed.base_value,
        case
            when identities.rounding_value is null then printed.rounding_value
            else {{ in_base_unit('0.5 * identities.rounding_value', 'printed.multiplier') }}
        end as rounding_value,
        case
            when divisors.identity_code is null then terms.base_value
            else {{ safe_ratio('terms.base_value', 'divisors.base_value') }}
        end as expected_base_value,
        terms.rounding_value as terms_rounding_value,
        divisors.base_value as divisor_base_value,
        divisors.rounding_value as divisor_rounding_value,
        case
            when divisors.identity_code is null then terms.sum_text
            else terms.bracketed_text || '÷' || divisors.bracketed_text
        end as formula_text
    from identities
    inner join figures as printed
        on identities.printed_row_key = printed._seed_row_key
    inner join bracketed as terms
        on identities.identity_code = terms.identity_code and terms.role_code = 'term'
    left join bracketed as divisors
        on identities.identity_code = divisors.identity_code and divisors.role_code = 'divisor'

),

toleranced as (

    select
        *,
        {{ in_unit('base_value - expected_base_value', 'multiplier') }} as excess_value,
        rounding_value
        + case
            when divisor_base_value is null then terms_rounding_value
            else
                {{ safe_ratio(
                    'terms_rounding_value + abs(expected_base_value) * divisor_rounding_value',
                    'abs(divisor_base_value)'
                ) }}
        end as tolerance_base_value
    from evaluated

),

final as (

    select
        check_code,
        source_document_id,
        source_locator,
        coalesce(subject_zh || '：' || formula_text, subject_zh) as subject_zh,
        printed_text,
        case relation_code when 'at_most' then '≤' when 'at_least' then '≥' else '' end
        || {{ decimal_text(in_unit('expected_base_value', 'multiplier')) }} as expected_text,
        case
            when relation_code = 'at_most' and excess_value < 0 then cast(0 as decimal(28, 8))
            when relation_code = 'at_least' and excess_value > 0 then cast(0 as decimal(28, 8))
            else excess_value
        end as difference_value,
        {{ in_unit('rounding_value', 'multiplier') }} as agreement_value,
        {{ in_unit('tolerance_base_value', 'multiplier') }} as tolerance_value
    from toleranced

)

select * from final
