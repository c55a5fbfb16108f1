using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb.Tests;

/// <summary>Volumes that several requests look at: read once, shared, and let go of when the limit asks for it.</summary>
public sealed class VolumeCacheTests
{
    private const int Voxels = 16 * 16 * 8;

    [Test]
    public async Task GetAsync_TwoWhoAskAtOnce_ShareOneVolume()
    {
        var gate = new TaskCompletionSource();
        var cache = new VolumeCache(1 << 20);
        int loads = 0;
        var pool = new VoxelPool(1 << 20, 0);
        async Task<Volume> Load()
        {
            Interlocked.Increment(ref loads);
            await gate.Task;
            return await LoadAsync(pool, 7);
        }

        ValueTask<Volume> first = cache.GetAsync("a", Load, CancellationToken.None), second = cache.GetAsync("a", Load, CancellationToken.None);
        gate.SetResult();
        using Volume one = await first, other = await second;

        Assert.That((loads, one[0, 0, 0], pool.Used), Is.EqualTo((1, 7.0, await LengthOfOneAsync())));
        one.Dispose();
        Assert.That(other[1, 2, 3], Is.EqualTo(7), "each has a share of its own");
    }

    [Test]
    public async Task GetAsync_BeyondTheLimit_LetsGoOfTheOldest_ButNotFromWhoLooksAtIt()
    {
        var pool = new VoxelPool(1 << 20, 0);
        var cache = new VolumeCache(3 * Voxels);
        using Volume first = await cache.GetAsync("a", () => LoadAsync(pool, 1), CancellationToken.None);
        long ofOne = pool.Used;
        using Volume second = await cache.GetAsync("b", () => LoadAsync(pool, 2), CancellationToken.None);
        Assert.That((first[0, 0, 0], second[0, 0, 0], pool.Used), Is.EqualTo((1.0, 2.0, 2 * ofOne)));

        first.Dispose();
        Assert.That(pool.Used, Is.EqualTo(ofOne), "the cache holds the second alone");
    }

    [Test]
    public async Task GetAsync_WhatIsStillKept_IsNotLoadedAgain()
    {
        var pool = new VoxelPool(1 << 20, 0);
        var cache = new VolumeCache(1 << 20);
        (await cache.GetAsync("a", () => LoadAsync(pool, 1), CancellationToken.None)).Dispose();
        using Volume again = await cache.GetAsync("a", () => throw new InvalidOperationException("loaded twice"), CancellationToken.None);

        Assert.That(again[0, 0, 0], Is.EqualTo(1));
    }

    [Test]
    public async Task GetAsync_OfTheSameVolumeAgain_KeepsItBeforeOthers()
    {
        var pool = new VoxelPool(1 << 20, 0);
        var cache = new VolumeCache(5 * Voxels);
        foreach (string key in new[] { "a", "b", "a", "c" })
            (await cache.GetAsync(key, () => LoadAsync(pool, 1), CancellationToken.None)).Dispose();

        // Two fit: "a" was asked for after "b".
        int loads = 0;
        (await cache.GetAsync("a", () => Counted(), CancellationToken.None)).Dispose();
        Assert.That(loads, Is.Zero);
        (await cache.GetAsync("b", () => Counted(), CancellationToken.None)).Dispose();
        Assert.That(loads, Is.EqualTo(1));

        Task<Volume> Counted()
        {
            loads++;
            return LoadAsync(pool, 1);
        }
    }

    [Test]
    public async Task GetAsync_AfterALoadThatFailed_LoadsAgain()
    {
        var pool = new VoxelPool(1 << 20, 0);
        var cache = new VolumeCache(1 << 20);
        Assert.That(async () => await cache.GetAsync("a", static () => throw new DicomImageException("broken"), CancellationToken.None), Throws.TypeOf<DicomImageException>());
        using Volume volume = await cache.GetAsync("a", () => LoadAsync(pool, 3), CancellationToken.None);

        Assert.That(volume[0, 0, 0], Is.EqualTo(3));
    }

    [Test]
    public async Task GetAsync_OfWhoLeaves_DoesNotEndTheLoadForOthers()
    {
        var pool = new VoxelPool(1 << 20, 0);
        var gate = new TaskCompletionSource();
        var cache = new VolumeCache(1 << 20);
        using var leaves = new CancellationTokenSource();
        async Task<Volume> Load()
        {
            await gate.Task;
            return await LoadAsync(pool, 5);
        }

        ValueTask<Volume> left = cache.GetAsync("a", Load, leaves.Token), stays = cache.GetAsync("a", Load, CancellationToken.None);
        leaves.Cancel();
        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());
        gate.SetResult();
        using Volume volume = await stays;

        Assert.That(volume[0, 0, 0], Is.EqualTo(5));
    }

    [Test]
    public async Task GetAsync_FromManyAtOnce_GivesAllMemoryBack()
    {
        var pool = new VoxelPool(1 << 20, 0);
        var cache = new VolumeCache(3 * Voxels);
        await Parallel.ForAsync(0, 200, async (n, ct) =>
        {
            using Volume volume = await cache.GetAsync($"{n % 3}", () => LoadAsync(pool, (byte)(n % 3 + 1)), ct);
            if (volume[5, 5, 5] != n % 3 + 1) throw new InvalidOperationException("another's volume");
        });

        // What is left is what the cache itself keeps: one volume.
        using Volume last = await cache.GetAsync("last", () => LoadAsync(pool, 9), CancellationToken.None);
        Assert.That(pool.Used, Is.EqualTo(await LengthOfOneAsync()));
    }

    private static async Task<long> LengthOfOneAsync()
    {
        var pool = new VoxelPool(1 << 20, 0);
        using Volume volume = await LoadAsync(pool, 1);
        return pool.Used;
    }

    private static async Task<Volume> LoadAsync(VoxelPool pool, byte value)
    {
        var files = new List<DicomFile>();
        for (int n = 0; n < 8; n++)
        {
            DicomDataset dataset = SecondaryCapture.FromGrayscale8(new ObjectContext(), [.. Enumerable.Repeat(value, 256)], 16, 16);
            dataset.SetDouble(DicomTag.ImagePositionPatient, 0, 0, n);
            dataset.SetDouble(DicomTag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0);
            dataset.SetDouble(DicomTag.PixelSpacing, 1, 1);
            files.Add(new DicomFile(dataset));
        }

        return await files.LoadVolumeAsync(new VolumeOptions { Pool = pool, MaxDegreeOfParallelism = 1 });
    }
}
