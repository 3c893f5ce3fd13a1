"""衛生福利部107年度施政計畫, the Ministry's own edition."""
