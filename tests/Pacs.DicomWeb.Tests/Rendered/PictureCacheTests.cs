namespace Pacs.DicomWeb.Tests;

/// <summary>Pictures kept for everybody within one limit.</summary>
public sealed class PictureCacheTests
{
    [Test]
    public void Find_WhatWasAdded_GivesItsBytes()
    {
        var cache = new PictureCache(1600);
        cache.Add("a", new byte[] { 1, 2, 3 });

        Assert.That(cache.Find("a")?.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(cache.Find("b"), Is.Null);
    }

    [Test]
    public void Add_BeyondTheLimit_LetsGoOfWhatNobodyAskedForLongest()
    {
        var cache = new PictureCache(1600);
        for (int n = 0; n < 16; n++) cache.Add($"{n}", new byte[100]);
        cache.Find("0");
        cache.Add("16", new byte[100]);

        Assert.That(Enumerable.Range(0, 17).Where(n => cache.Find($"{n}") is null), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void Add_APictureThatIsLargeAgainstTheLimit_IsNotKept()
    {
        var cache = new PictureCache(1600);
        cache.Add("large", new byte[101]);

        Assert.That(cache.Find("large"), Is.Null);
    }

    [Test]
    public void Add_OfTheSameTagTwice_CountsOnce()
    {
        var cache = new PictureCache(1600);
        for (int n = 0; n < 30; n++) cache.Add("same", new byte[100]);
        for (int n = 0; n < 15; n++) cache.Add($"{n}", new byte[100]);

        Assert.That(cache.Find("same"), Is.Not.Null);
    }

    [Test]
    public void FindAndAdd_FromManyThreads_NeverMixPictures()
    {
        var cache = new PictureCache(3200);
        Parallel.For(0, 5000, n =>
        {
            byte key = (byte)(n % 50);
            cache.Add($"{key}", Enumerable.Repeat(key, 100).ToArray());
            if (cache.Find($"{key}") is { } found && found.Span.IndexOfAnyExcept(key) >= 0) throw new InvalidOperationException("another's picture");
        });

        Assert.That(Enumerable.Range(0, 50).Count(n => cache.Find($"{n}") is not null), Is.EqualTo(32));
    }
}
